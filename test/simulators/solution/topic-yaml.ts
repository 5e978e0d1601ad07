import { agentWith, topicOf } from './agent-zip.ts';
import { perform } from './performance.ts';

/** Actions of topics as YAML, and what becomes of a topic that has them. */

export const send = (text: string) => `- kind: SendActivity\n  activity: ${text}`;

export const ask = (variable: string, entity: string, more = '') =>
  `- kind: Question\n  id: ask${variable}\n  variable: init:Topic.${variable}\n  prompt: ${variable}?\n  entity: ${entity}PrebuiltEntity${more}`;

export const inATopic = (actions: string, head = '') =>
  perform(agentWith({ 'topic.Try': topicOf('try', actions, head) }));
