import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { findingsOf } from './findings.ts';
import { goodEnvironment } from './good-environment.ts';
import { settingFiles } from './setting-files.ts';

const fileWith = settingFiles();

describe('The way out', () => {
  const proxiesWith = (changes: Readonly<Record<string, string>>) =>
    readConfig({ ...goodEnvironment(), ...changes }).proxies;

  it.each([
    [{}, undefined],
    [{ NO_PROXY: '*' }, undefined],
    [{ HTTPS_PROXY: 'http://proxy:3128' }, { https: 'http://proxy:3128', exclusions: [] }],
    [
      { https_proxy: 'proxy:3128', HTTPS_PROXY: 'http://other' },
      { https: 'http://proxy:3128', exclusions: [] },
    ],
    [{ HTTP_PROXY: 'https://u:p@proxy' }, { http: 'https://u:p@proxy', exclusions: [] }],
    [
      { HTTPS_PROXY: 'proxy', no_proxy: 'a.test, .b.test 10.0.0.0/8,', NO_PROXY: 'c.test' },
      { https: 'http://proxy', exclusions: ['a.test', '.b.test', '10.0.0.0/8'] },
    ],
  ])('with %j is as most programs have it', (changes, proxies) => {
    expect(proxiesWith(changes as Record<string, string>)).toEqual(proxies);
  });

  it.each(['socks5://proxy:1080', 'http://', 'http://proxy/path', 'http://u:SECRET@proxy:x', 'a b'])(
    'by the proxy %s is refused, and its password is not told',
    (HTTPS_PROXY) => {
      const findings = findingsOf({ HTTPS_PROXY });
      expect(findings).toEqual([
        expect.stringContaining('HTTPS_PROXY is not usable; expected http://host:port'),
      ]);
      expect(findings.join()).not.toContain('SECRET');
    },
  );

  it('with certificates that cannot be read is refused', () => {
    for (const NODE_EXTRA_CA_CERTS of ['/nonexistent.pem', fileWith('no certificate')]) {
      expect(findingsOf({ NODE_EXTRA_CA_CERTS })).toEqual([
        expect.stringContaining('NODE_EXTRA_CA_CERTS is not usable; expected a file of certificates'),
      ]);
    }
  });
});
