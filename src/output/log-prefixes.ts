import type { LogEvent, PodEvent } from '../deploy/core/events';

/**
 * Names the containers that write lines, as shortly as is unambiguous: by the Job, by the index in
 * an Indexed Job (`sums[3]`), and by the Pod where the Job runs several others or a retry. A Pod
 * keeps its name, so that its lines can be found by it.
 */
export class LogPrefixes {
  private readonly names = new Map<string, string>();
  /** The Pods of each Job, or of each index of it, that have been seen. */
  private readonly pods = new Map<string, Set<string>>();
  private readonly namespaces = new Set<string>();

  /** Adds namespaces of Jobs. If there are several, lines begin with theirs. */
  public watch(namespaces: Iterable<string>): void {
    for (const namespace of namespaces) this.namespaces.add(namespace);
  }

  public see({ namespace, job, index, pod }: PodEvent | LogEvent): ReadonlySet<string> {
    const key = `${namespace}/${job}/${index}`;
    const pods = this.pods.get(key) ?? new Set();
    this.pods.set(key, pods.add(pod));
    return pods;
  }

  public of(event: LogEvent): string {
    const { namespace, pod, multiContainer, container } = event;
    const key = `${namespace}/${pod}`;
    const name = this.names.get(key) ?? this.nameOf(event);
    this.names.set(key, name);
    const before = this.namespaces.size > 1 ? `${namespace}/` : '';
    return `${before}${name}${multiContainer ? `/${container}` : ''}`;
  }

  private nameOf(event: LogEvent): string {
    const { job, pod, multiPod, index } = event;
    const isRetry = this.see(event).size > 1;
    if (isRetry || (multiPod && index === null)) return pod;
    return multiPod ? `${job}[${index}]` : job;
  }
}
