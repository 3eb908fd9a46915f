import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { median, ratioCells } from './side-by-side';

const ROUNDS = 25;
const WAYS = { 'cdk8s-plus-27': 'cdk8s-plus-27', 'cdk8s-jobs': join(__dirname, '..') };

/** In a process that loads nothing else, not even what runs this file. */
function milliseconds(module: string): number {
  const program = `const start = process.hrtime.bigint(); require(${JSON.stringify(module)}); console.log(Number(process.hrtime.bigint() - start) / 1e6)`;
  return Number(
    execFileSync(process.execPath, ['-e', program], { cwd: __dirname, encoding: 'utf8' }),
  );
}

const rounds = Array.from({ length: ROUNDS }, () => Object.values(WAYS).map(milliseconds));
console.log('| | import | ÷ cdk8s-plus-27 | of each round |\n|---|---|---|---|');
Object.keys(WAYS).forEach((way, i) => {
  console.log(
    `| ${way} | ${median(rounds.map((round) => round[i])).toFixed(0)} ms | ${ratioCells(rounds.map((round) => round[i] / round[0]))} |`,
  );
});
