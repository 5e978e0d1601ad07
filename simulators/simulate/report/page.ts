import { reportPage } from '../../report/page.ts';
import { storyStyle } from './story-style.ts';

export const page = (title: string, body: string, script?: string): string =>
  reportPage({ title, body, ownStyle: storyStyle, ...(script !== undefined && { script }) });
