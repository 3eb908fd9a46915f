/** The columns of the block mappings and lists that are open. */
export class Indentation {
  private readonly columns: number[] = [];

  /** The column of the innermost mapping or list; -1 if none is open. */
  public get column(): number {
    return this.columns.at(-1) ?? -1;
  }

  /** Opens a mapping or list, unless one of this column, or of one further right, is open. */
  public open(column: number): boolean {
    if (this.column >= column) return false;
    this.columns.push(column);
    return true;
  }

  /** Closes all that are further right than a column, and returns their number. */
  public close(column: number): number {
    const before = this.columns.length;
    while (this.column > column) this.columns.pop();
    return before - this.columns.length;
  }
}
