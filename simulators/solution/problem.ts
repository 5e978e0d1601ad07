/** A place in a solution: a file of the zip, and the line, from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** What keeps a solution from being read or a topic from going on; the message begins with the place. */
export class SolutionProblem extends Error {
  readonly place: Place;
  readonly what: string;

  constructor(place: Place, what: string) {
    super(`${place.file}:${place.line}: ${what}`);
    this.name = 'SolutionProblem';
    this.place = place;
    this.what = what;
  }

  /** The same with the topic as makers read it, and the id of the action. */
  within(topic: string, action: string | undefined): SolutionProblem {
    const where = action === undefined ? `"${topic}"` : `"${topic}", ${action}`;
    return new SolutionProblem(this.place, `${where}: ${this.what}`);
  }
}
