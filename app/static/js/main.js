// One entry for every page; each behaviour lives in its own module and acts on data attributes.
import "./csrf.js";
import "./boxes.js";
import "./dialog.js";
import "./menu.js";
import "./progress.js";
import "./tabs.js";
import "./theme.js";
import "./toast.js";
