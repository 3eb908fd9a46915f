/** The way to a value in a manifest, spelled as the API server spells it: `spec.template.spec.containers[0].resources.limits[cpu]`. */
export class FieldPath {
  /** The manifest itself. */
  public static readonly ROOT = new FieldPath(undefined, '', 'entry', '');

  // Most paths are never read, so the text is put together when one is.
  private constructor(
    public readonly parent: FieldPath | undefined,
    private readonly step: string | number,
    private readonly kind: 'field' | 'entry',
    private readonly spelled: string | number,
  ) {}

  /** A field of a struct. The server has other words for some: `spelled`, where "" leaves the step out. */
  public field(field: string, spelled = field): FieldPath {
    return new FieldPath(this, field, 'field', spelled);
  }

  /** An item of a list. */
  public index(index: number): FieldPath {
    return new FieldPath(this, index, 'entry', index);
  }

  /** An entry of a map. */
  public key(key: string): FieldPath {
    return new FieldPath(this, key, 'entry', key);
  }

  /** The same place, the way the server names it where it leaves out the last step. */
  public unspelled(): FieldPath {
    return new FieldPath(this.parent, this.step, 'field', '');
  }

  /** The keys and indexes that lead from the manifest to the value. */
  public steps(): (string | number)[] {
    return this.parent ? [...this.parent.steps(), this.step] : [];
  }

  public toString(): string {
    if (!this.parent) return '';
    const before = this.parent.toString();
    if (this.kind === 'entry') return `${before}[${this.spelled}]`;
    return this.spelled === ''
      ? before
      : before === ''
        ? `${this.spelled}`
        : `${before}.${this.spelled}`;
  }
}
