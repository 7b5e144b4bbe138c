/** The most characters of a note (UTF-16 units). */
export const MOST_OF_NOTE = 4000;
