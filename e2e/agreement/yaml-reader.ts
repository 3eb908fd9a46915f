import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a YAML document was read as. */
export interface ReadYaml {
  readonly json?: unknown;
  readonly error?: string;
}

/** Reads YAML documents with the reader of kubectl, a Go program that it builds. */
export class YamlReader {
  private readonly folder = mkdtempSync(join(tmpdir(), 'yaml-reader-'));
  private readonly program = join(this.folder, 'yaml-reader');

  public constructor() {
    execFileSync('go', ['build', '-o', this.program, '.'], { cwd: join(__dirname, 'yaml-reader') });
  }

  public read(documents: readonly string[]): ReadYaml[] {
    const output = execFileSync(this.program, {
      input: documents.map((document) => `${JSON.stringify(document)}\n`).join(''),
      maxBuffer: 2 ** 30,
    });
    return output
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ReadYaml);
  }

  public close(): void {
    rmSync(this.folder, { recursive: true });
  }
}
