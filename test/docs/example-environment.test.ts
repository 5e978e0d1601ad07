import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { exampleEnvironment } from '../../scripts/example-environment.ts';
import { BadConfiguration, readConfig } from '../../src/config/config.ts';
import { allSettings } from '../../src/config/owners.ts';
import { goodEnvironment } from '../config/good-environment.ts';

const text = readFileSync('.env.example', 'utf8');
const example: Readonly<Record<string, string | undefined>> = parseEnv(text);
/** What stands behind a mark of a comment. */
const others: Readonly<Record<string, string | undefined>> = parseEnv(text.replaceAll(/^# (?=\w+=)/gm, ''));

function findingsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof BadConfiguration) return error.findings;
    throw error;
  }
}

describe('.env.example', () => {
  const good = goodEnvironment();
  /** The values that it shows, and fitting ones where it leaves them to the reader. */
  const filled = Object.fromEntries(Object.keys(example).map((name) => [name, example[name] || good[name]]));

  it('says what the owners of the settings declare; `npm run settings` writes it', () => {
    expect(text).toBe(exampleEnvironment());
  });

  it('has each setting with a description once', () => {
    const described = [...allSettings].flatMap(([name, { description }]) =>
      description === undefined ? [] : [name],
    );
    for (const name of described)
      expect(text.match(new RegExp(`^(# )?${name}=`, 'gm')), name).toHaveLength(1);
    expect(Object.keys(others).toSorted()).toEqual(described.toSorted());
  });

  it('shows defaults with which the configuration is the same', () => {
    const defaults = Object.keys(others).filter((name) => allSettings.get(name)?.byDefault !== undefined);
    expect(defaults.length).toBeGreaterThan(20);
    const read = JSON.stringify(readConfig(filled));
    for (const name of defaults.filter((each) => !(each in example)))
      expect(JSON.stringify(readConfig({ ...filled, [name]: others[name] })), name).toBe(read);
  });

  it('is a whole configuration once it is filled in', () => {
    expect(findingsOf(filled)).toEqual([]);
  });

  it('has nothing but settings that are recommended', () => {
    expect(Object.keys(example).filter((name) => !allSettings.get(name)?.description)).toEqual([]);
  });

  it('is refused as it is for what is empty in it, and for nothing else', () => {
    const empty = Object.keys(example).filter((name) => !example[name]);
    const named = findingsOf(example).map((finding) => empty.find((name) => finding.startsWith(name)));
    expect(named.toSorted()).toEqual(empty.toSorted());
  });

  it.each(Object.keys(good))('has %s, without which nothing starts', (name) => {
    expect(example).toHaveProperty(name);
    expect(findingsOf({ ...filled, [name]: undefined })).not.toEqual([]);
  });

  it('is empty where a secret or an id belongs', () => {
    const secrets = [...allSettings].filter(([, { isSecret }]) => isSecret).map(([name]) => name);
    expect(secrets.filter((name) => example[name])).toEqual([]);
    expect(Object.keys(example).filter((name) => example[name])).toEqual([
      'HANDOFF_PUBLIC_URL',
      'LIVECHAT_BASE_URL',
    ]);
  });

  it('is what the README and the settings begin with, and no page has a second one', () => {
    for (const page of ['README.md', 'docs/settings.md']) {
      const text = readFileSync(page, 'utf8');
      expect(text).toContain('.env.example');
      expect(text).not.toMatch(/^(HANDOFF_PUBLIC_URL|Connections__\w+)=/m);
    }
  });
});
