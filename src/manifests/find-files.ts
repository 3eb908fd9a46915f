import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { KUSTOMIZATION_FILES, readKustomization } from './kustomization';
import type { SkippedSource } from './skipped';

const MANIFEST_FILE = /\.(ya?ml|json)$/i;
/** Installed packages, hidden files, and the metadata that cdk8s writes beside the manifests. */
const IGNORED = /^(node_modules|\..*|construct-metadata\.json)$/;
const CHART_FILE = 'Chart.yaml';
/** What Helm reads in the folder of a chart. */
const CHART_PART = /^(Chart|requirements|values.*)\.(ya?ml|json)$|^(templates|charts|crds)$/;

/** What was found in and below a folder. */
interface FoundFiles {
  /** Files that may contain manifests, ordered by name. */
  readonly files: readonly string[];
  /** Folders that another tool renders, in the same order. */
  readonly skipped: readonly SkippedSource[];
}

/**
 * Finds the YAML and JSON files in and below a folder, except what Helm renders and what kustomize
 * uses as patches.
 *
 * @param onUnreadable called for each folder or kustomization that cannot be read
 */
export async function findFiles(
  folder: string,
  onUnreadable: (path: string, error: unknown) => void,
): Promise<FoundFiles> {
  const search = new FileSearch(onUnreadable);
  await search.visit(folder);
  return search.found();
}

class FileSearch {
  private readonly files: string[] = [];
  private readonly skipped: SkippedSource[] = [];
  private readonly patches = new Set<string>();
  private readonly resources = new Set<string>();

  public constructor(private readonly onUnreadable: (path: string, error: unknown) => void) {}

  public found(): FoundFiles {
    const isOnlyPatch = (file: string): boolean => {
      const path = resolve(file);
      return this.patches.has(path) && !this.resources.has(path);
    };
    return {
      files: this.files.filter((file) => !isOnlyPatch(file)).sort(),
      skipped: this.skipped.sort((a, b) => (a.path < b.path ? -1 : 1)),
    };
  }

  public async visit(folder: string): Promise<void> {
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      this.onUnreadable(folder, error);
      return [];
    });
    const isChart = entries.some(({ name }) => name === CHART_FILE);
    if (isChart) this.skipped.push({ path: folder, kind: 'chart' });
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (IGNORED.test(entry.name) || (isChart && CHART_PART.test(entry.name))) continue;
      if (entry.isDirectory()) {
        await this.visit(path);
      } else if (KUSTOMIZATION_FILES.includes(entry.name)) {
        await this.visitKustomization(folder, path);
      } else if (MANIFEST_FILE.test(entry.name)) {
        this.files.push(path);
      }
    }
  }

  private async visitKustomization(folder: string, file: string): Promise<void> {
    const kustomization = await readKustomization(file).catch((error: unknown) => {
      this.onUnreadable(file, error);
      return undefined;
    });
    if (kustomization === undefined) {
      if (MANIFEST_FILE.test(file)) this.files.push(file);
      return;
    }
    this.skipped.push({ path: folder, kind: 'kustomization' });
    for (const path of kustomization.patches) this.patches.add(path);
    for (const path of kustomization.resources) this.resources.add(path);
  }
}
