/** An object whose name is generated and may change until synth. */
interface Named {
  /** Returns the name for a manifest that is being rendered. */
  currentName(): string;
  /** Returns the name for anything else that turns the token into a string. */
  stringName(): string;
}

/**
 * The name of an API object while its manifest may still change. cdk8s resolves it where it is a
 * value in a manifest (`ImplicitTokenResolver`), and anything that needs a string, such as the name
 * of a file, gets the current name.
 */
export class GeneratedNameToken extends String {
  #object?: Named;

  /**
   * Connects the token with its object, which does not exist yet when its constructor needs a name.
   */
  public connect(object: Named): void {
    this.#object = object;
  }

  /** Called by cdk8s. */
  public resolve(): string {
    return this.#object!.currentName();
  }

  public toString(): string {
    return this.#object!.stringName();
  }

  public valueOf(): string {
    return this.toString();
  }
}
