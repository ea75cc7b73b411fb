// Words of the menu at the pointer.
export const menu = {
  label: 'What can be done here',
  copy: 'Copy',
  search: 'Search for these words',
  open: 'Open',
  story: 'Show its story',
  compare: 'Compare with…',
  cite: 'Copy the passage with its source',
  tag: 'Add a tag…',
  original: 'Open the original',
  folder: 'Show the file in its folder',
  remove: 'Remove from the library',
};
