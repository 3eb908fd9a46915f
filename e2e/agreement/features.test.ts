import { goSource, RELEASES } from '../../projenrc/go-sources';
import { Feature, FEATURES, Stages } from '../../src/kubernetes/features';
import { fieldsOf, StructName } from '../../src/kubernetes/schema/field';
import { gatesOf } from '../../src/kubernetes/schema/gates';

type Stage = 'alpha' | 'beta' | 'stable';
const STAGES: Readonly<Record<string, Stage>> = { Alpha: 'alpha', Beta: 'beta', GA: 'stable' };

/** A line of `kube_features.go`: since a minor, or in older files in that of the file, a feature has a stage, and is on or not. */
interface Line {
  readonly since?: number;
  readonly stage: Stage;
  readonly on: boolean;
}

function linesOf(release: string): Map<string, Line[]> {
  const text = goSource('k8s.io/kubernetes', `v1.${release}`, 'pkg/features/kube_features.go')!;
  const features = new Map<string, Line[]>();
  for (const [, name, one, several] of text.matchAll(
    /^\t(\w+): \{(?:(.+)\},|\n([\s\S]*?)\n\t\},)/gm,
  )) {
    const lines = (one ?? several)
      .split('\n')
      .filter((line) => line.includes('PreRelease'))
      .map((line) => ({
        since: Number(/MustParse\("1\.(\d+)"\)/.exec(line)?.[1]) || undefined,
        stage: STAGES[/featuregate\.(\w+)/.exec(line)![1]],
        on: line.includes('Default: true'),
      }));
    if (lines.length > 0) features.set(name, lines);
  }
  return features;
}

function stagesIn(lines: readonly Line[]): Stages {
  const first = (of: (line: Line) => boolean) => lines.find(of)?.since;
  return {
    alpha: first(({ stage }) => stage === 'alpha'),
    beta: first(({ stage }) => stage === 'beta'),
    stable: first(({ stage }) => stage === 'stable'),
    on: first(({ on }) => on) ?? Infinity,
  };
}

function stageIn(
  minor: number,
  { alpha = Infinity, beta = Infinity, stable = Infinity }: Stages,
): Stage | undefined {
  return minor >= stable ? 'stable' : minor >= beta ? 'beta' : minor >= alpha ? 'alpha' : undefined;
}

const table = Object.entries(FEATURES) as [Feature, Stages][];
const withOn = ({ alpha, beta, stable, on }: Stages): Stages => ({
  alpha,
  beta,
  stable,
  on: on ?? beta ?? stable ?? Infinity,
});

test('the stages of features are those that Kubernetes lists', () => {
  const found = new Set<string>();
  for (const release of ['31.14', '35.4', '37.2']) {
    const minor = Math.floor(Number(release));
    const listed = linesOf(release);
    for (const [feature, stages] of table) {
      const lines = listed.get(feature);
      if (!lines) continue;
      found.add(feature);
      if (lines[0].since === undefined) {
        const { stage, on } = lines[0];
        expect({ feature, stage: stageIn(minor, stages), on: withOn(stages).on! <= minor }).toEqual(
          { feature, stage, on },
        );
      } else if (minor >= 35) {
        const history = stagesIn(lines);
        expect({ feature, ...upTo(minor, withOn(stages)) }).toEqual({ feature, ...history });
      }
    }
  }
  expect(table.map(([feature]) => feature).filter((feature) => !found.has(feature))).toEqual([]);
});

/** As a file of a minor knows it, which is before what came later. */
function upTo(minor: number, stages: Stages): Stages {
  const known = (since: number | undefined) =>
    since !== undefined && since <= minor ? since : undefined;
  return {
    alpha: known(stages.alpha),
    beta: known(stages.beta),
    stable: known(stages.stable),
    on: known(stages.on) ?? Infinity,
  };
}

/** What the comment of a field says of its stage: nothing of one that is stable. */
function stagesOfFields(text: string, struct: StructName): Map<string, Stage> {
  const [, body] = new RegExp(`^type ${struct} struct \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(text) ?? [
    ,
    '',
  ];
  const stages = new Map<string, Stage>();
  let comment = '';
  for (const line of body!.split('\n')) {
    const [, words] = /^\s*\/\/ *(.*)/.exec(line) ?? [];
    if (words !== undefined) {
      if (!words.startsWith('+') && !words.startsWith('TODO')) comment += `${words} `;
      continue;
    }
    const [, name] = /json:"(\w+)/.exec(line) ?? [];
    if (name) {
      stages.set(
        name,
        (/this (?:field )?is (?:an? )?(?:currently )?(?:an? )?(alpha|beta)/i
          .exec(comment.replace(/\s+/g, ' '))?.[1]
          .toLowerCase() as Stage | undefined) ?? 'stable',
      );
    }
    if (name || line.trim() === '') comment = '';
  }
  return stages;
}

test.each<StructName>(['JobSpec', 'CronJobSpec'])(
  'the stages of the fields of a %s are those of its Go type in every minor',
  (struct) => {
    const gates = new Map(gatesOf(struct));
    let documented = 0;
    for (const release of RELEASES) {
      const minor = Math.floor(Number(release));
      const fields = stagesOfFields(
        goSource('k8s.io/api', `v0.${release}`, 'batch/v1/types.go')!,
        struct,
      );
      expect(fields.size).toBe(
        [...fieldsOf(struct).values()].filter(({ since }) => since <= minor).length,
      );
      for (const [field, stage] of fields) {
        const feature = gates.get(field);
        expect({
          minor,
          field,
          stage: feature ? stageIn(minor, FEATURES[feature]) : 'stable',
        }).toEqual({ minor, field, stage });
        if (stage !== 'stable') documented++;
      }
    }
    expect(documented > 0).toBe(struct === 'JobSpec');
  },
);
