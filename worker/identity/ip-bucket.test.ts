import { expect, test } from 'vitest';
import { ipBucket } from './ip-bucket.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::ffff', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['203.0.113.256', null],
  ['203.0.113', null],
  ['2001:db8:::1', null],
  ['1:2:3:4:5:6:7:8:9', null],
  ['2001:db8::g', null],
  ['localhost', null],
  ['', null],
])('%s is in %s', (address, bucket) => {
  expect(ipBucket(address)).toBe(bucket);
});
