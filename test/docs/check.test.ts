import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPaths } from '../../src/manifests/check';
import { checkText } from '../../src/output/check-text';
import { paintFor } from '../../src/output/color';

const NIGHTLY = `apiVersion: batch/v1
kind: CronJob
metadata:
  name: nightly-report
spec:
  schedule: "30 6 * * *"
  timeZone: Europe/Wien
  jobTemplate:
    spec:
      backofLimit: 3
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: main
              image: registry.example.com/Report:1.4
`;

test.each([
  ['README.md', ['manifest/unknown-field']],
  ['docs/check.md', ['cron-job/time-zone', 'container/image-name']],
])('%s shows what the command prints of %s', async (guide, rules) => {
  const folder = mkdtempSync(join(tmpdir(), 'docs-check-'));
  try {
    writeFileSync(join(folder, 'nightly.yaml'), NIGHTLY);
    const printed = checkText(await checkPaths([join(folder, 'nightly.yaml')]), paintFor({}, {}))
      .split(`${folder}/`)
      .join('');
    const [, shown] = /\$ cdk8s-jobs check nightly\.yaml\n([\s\S]*?)\n\d+ /.exec(
      readFileSync(join(__dirname, '..', '..', guide), 'utf8'),
    )!;
    const [title, ...findings] = shown.trim().split('\n\n');
    expect(printed).toContain(`${title}\n`);
    for (const finding of findings) expect(printed).toContain(`${finding.trimEnd()}\n`);
    expect(findings.map((finding) => finding.split('\n')[0].trim().split(/ +/)[2])).toEqual(rules);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
