import type { Json } from '../../src/kubernetes/json';

const LONG = (length: number) => 'a'.repeat(length);

/** Texts that are good in some place and bad in most others. */
export const NEAR_TEXTS: readonly string[] = [
  '', 'a', 'A', 'a_b', 'a.b', 'a-', '-a', 'a--b', '.', '..', '../a', '..a', '/a', 'a/b', 'a/b/c', '/', 'a/', LONG(15), LONG(16), LONG(63), LONG(64), LONG(253), LONG(254), '0', '1', '-1', 'a b', ' a', 'ä',
  'true', 'null', 'always', 'never', 'Always', 'Never', 'OnFailure', 'Indexed', 'In', 'Exists', 'Gt', 'Localhost', '10.0.0.1', '1.2.3', '::1', '1Gi', '1GB', '100m', '@daily', '* * * * *', '60 * * * *', '* * * * 7', 'TZ=UTC * * * * *',
  'Europe/vienna', 'Local', '0-2', '2-1', '0,0', '5', '99', '$(A)', "metadata.labels['x y']", "metadata.uid['a']", 'limits.gpu', 'HTTP', 'http', 'x\u0000y', 'a\nb', '\\a\\b', 'DOMAIN\\', 'iqn.x', 'kernel.shm_rmid_forced', 'a:b', 'a=b', 'v', 'c', 'r', 'b',
];
export const NEAR_NUMBERS: readonly number[] = [
  -1, 0, 1, 2, 5, 10, 20, 100, 101, 255, 256, 511, 512, 599, 600, 3599, 10_000, 10_001, 65535, 65536, 100_000, 100_001,
  2147483647, 2147483648, -2147483649, 4294967296, 4294967297, 1.5, 1e21,
];
export const NEAR_QUANTITIES: readonly Json[] = ['0', '1', '-1', '1m', '1.5', '1Gi', '1GB', '1 Gi', '', 'x', '1e3', '1E', '1Ei', 'Ki', '.5', '5.', '+1', '01', '100n', '0.1m', '1e-3', '1000000000000000000000', '9Ei', '1e30', '0.5Gi', '1.1Ki', '2Mi', '3Mi', 1, 0.1, 1.5, -1, '1Pi', '0x1', '1i', '1u', '12e6', '1.Gi'];
export const NEAR_KEYS: readonly string[] = ['', 'a', 'a/b', '/a', 'a/', 'a/b/c', 'A B', LONG(63), LONG(64), `${LONG(253)}/a`, `${LONG(254)}/a`, 'kubernetes.io/a', 'cpu', 'memory', 'storage', 'pods', 'requests.cpu', 'hugepages-2Mi', 'hugepages-x', 'nvidia.com/gpu', 'requests.a/b', 'job-name', 'batch.kubernetes.io/controller-uid', 'ephemeral-storage', 'Ä'];
