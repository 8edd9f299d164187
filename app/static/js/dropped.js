// What was dropped on a page: files, and everything in folders, however deep.
async function within(entry) {
  if (entry.isFile) return [await new Promise((found, lost) => entry.file(found, lost))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((read, lost) => reader.readEntries(read, lost));
    if (!some.length) return found;
    for (const inner of some) found.push(...(await within(inner)));
  }
}

export async function filesOf(event) {
  event.preventDefault();
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  return entries.length ? (await Promise.all(entries.map(within))).flat() : [...event.dataTransfer.files];
}
