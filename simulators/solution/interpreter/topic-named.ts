import type { Solution, Topic } from '../solution.ts';

/** A topic by its schema name, or by the last part of it, as the extension for Visual Studio Code writes it. */
export const topicNamed = ({ topics, agent }: Solution, name: string): Topic | undefined =>
  topics.find(({ schemaName }) => schemaName === name) ??
  topics.find(({ schemaName }) => schemaName === `${agent.schemaName}.topic.${name}`) ??
  topics.find(({ schemaName }) => !name.includes('.') && schemaName.endsWith(`.topic.${name}`));
