/**
 * The path of a value in a manifest, formatted as the API server formats it:
 * `spec.template.spec.containers[0].resources.limits[cpu]`.
 */
export class FieldPath {
  /** The manifest itself. */
  public static readonly ROOT = new FieldPath(undefined, '', 'entry', '');

  // Most paths are never formatted, so a path is only a link to its parent.
  private constructor(
    public readonly parent: FieldPath | undefined,
    /** The field, index or key that leads from the parent to the value. */
    public readonly lastStep: string | number,
    private readonly kind: 'field' | 'entry',
    private readonly label: string | number,
  ) {}

  /**
   * Returns the path of a field of a struct.
   *
   * @param label how the API server names the field in errors; "" if it omits the step
   */
  public field(field: string, label = field): FieldPath {
    return new FieldPath(this, field, 'field', label);
  }

  /** Returns the path of an item of a list. */
  public index(index: number): FieldPath {
    return new FieldPath(this, index, 'entry', index);
  }

  /** Returns the path of an entry of a map. */
  public key(key: string): FieldPath {
    return new FieldPath(this, key, 'entry', key);
  }

  /** Returns the path of the same value, formatted without its last step, as some errors are. */
  public hideLastStep(): FieldPath {
    return new FieldPath(this.parent, this.lastStep, 'field', '');
  }

  /** Returns the keys and indexes from the manifest to the value. */
  public steps(): (string | number)[] {
    return this.parent ? [...this.parent.steps(), this.lastStep] : [];
  }

  public toString(): string {
    if (!this.parent) return '';
    const before = this.parent.toString();
    if (this.kind === 'entry') return `${before}[${this.label}]`;
    return [before, this.label].filter((part) => part !== '').join('.');
  }
}
