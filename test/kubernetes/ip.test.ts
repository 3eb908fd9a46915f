import { isIp, isSloppyIp, isHostPort } from '../../src/kubernetes/ip';

test.each([
  '10.0.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '::',
  '::1',
  '1::',
  '2001:db8::68',
  '2001:DB8::68',
  '1:2:3:4:5:6:7:8',
  '1:2:3:4:5:6:7::',
  '::2:3:4:5:6:7:8',
  '64:ff9b::10.0.0.1',
  '1:2:3:4:5:6:10.0.0.1',
])('isIp accepts %s, which isSloppyIp does not report', (text) => {
  expect([isIp(text), isSloppyIp(text)]).toEqual([true, false]);
});

test.each([
  ['leading zeros, which some programs read as octal', '010.000.0.01'],
  ['any number of leading zeros', '10.0.0.00000000000000000001'],
  ['leading zeros at the end of an IPv6 address', '64:ff9b::10.0.0.01'],
  ['more than four digits in a group', '2001:0db8::00001'],
  ['an IPv4 address mapped into IPv6', '::ffff:10.0.0.1'],
  ['an IPv4 address mapped into IPv6, in hexadecimal', '0:0:0:0:0:FFFF:0a00:1'],
])('isSloppyIp reports an IP address with %s', (_, text) => {
  expect([isIp(text), isSloppyIp(text)]).toEqual([true, true]);
});

test.each([
  ['an empty string', ''],
  ['a name', 'localhost'],
  ['hexadecimal digits without a colon', 'face'],
  ['three numbers', '10.0.1'],
  ['five numbers', '10.0.0.0.1'],
  ['a number above 255', '10.0.0.256'],
  ['a missing number', '10..0.1'],
  ['a sign', '10.0.0.+1'],
  ['a space at the end', '10.0.0.1 '],
  ['a line break at the end', '10.0.0.1\n'],
  ['a network', '10.0.0.0/8'],
  ['a port', '10.0.0.1:80'],
  ['brackets', '[::1]'],
  ['an interface', 'fe80::1%eth0'],
  ['one colon', ':'],
  ['three colons', ':::'],
  ['a colon at the beginning', ':1:2:3:4:5:6:7'],
  ['a colon at the end', '1:2:3:4:5:6:7:'],
  ['seven groups', '1:2:3:4:5:6:7'],
  ['nine groups', '1:2:3:4:5:6:7:8:9'],
  ['two ellipses', '1::2::3'],
  ['an ellipsis for no group', '1:2:3:4::5:6:7:8'],
  ['a group above ffff', '::10000'],
  ['a letter after f', '::g'],
  ['an IPv4 address in the middle', '::10.0.0.1:1'],
  ['an IPv4 address at the beginning', '10.0.0.1::'],
  ['an IPv4 address where one group has room', '1:2:3:4:5:6:7:10.0.0.1'],
  ['half an IPv4 address', '::10.0'],
])('isIp rejects %s', (_, text) => {
  expect([isIp(text), isSloppyIp(text)]).toEqual([false, false]);
});

test.each([
  'localhost:80',
  '10.0.0.1:80',
  '[::1]:80',
  '[fe80::1%eth0]:80',
  ':80',
  'localhost:',
  ':',
  '[]:',
  'localhost:http',
  'local host:8 0',
])('isHostPort accepts "%s" without a check of host and port', (text) => {
  expect(isHostPort(text)).toBe(true);
});

test.each([
  ['an empty string', ''],
  ['no port', 'localhost'],
  ['no port behind brackets', '[::1]'],
  ['an IPv6 address without brackets', '::1:80'],
  ['something between the bracket and the colon', '[::1]x:80'],
  ['two colons behind the bracket', '[::1]::80'],
  ['a bracket that is not closed', '[::1:80'],
  ['a bracket that is not opened', '::1]:80'],
  ['a bracket in the name', 'local[host:80'],
  ['a bracket in a bracket', '[[::1]:80'],
  ['a bracket in the port', 'localhost:8]0'],
])('isHostPort rejects %s', (_, text) => {
  expect(isHostPort(text)).toBe(false);
});
