/** Something that is started again and again, and what its starts took, oldest first. */
export class Tally<T> {
  readonly taken: T[] = [];
  readonly #measure: () => Promise<T>;

  constructor(measure: () => Promise<T>) {
    this.#measure = measure;
  }

  async add(): Promise<void> {
    this.taken.push(await this.#measure());
  }

  forget(): void {
    this.taken.length = 0;
  }
}
