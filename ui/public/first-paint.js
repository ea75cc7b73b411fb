// Sets theme, text size and the direction of lines before the first paint, so that a dark window
// never flashes white and a mirrored one does not turn round.
// A classic script in the head, because modules run after the first paint.
// Keys and values are those of src/state/settings.svelte.ts, which takes over from here.
(function () {
  var root = document.documentElement;
  var read = function (key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  var theme = read('parallax.theme');
  var dark = matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = theme === 'light' || theme === 'dark' ? theme : dark ? 'dark' : 'light';
  var scale = Number(read('parallax.textScale'));
  if (scale >= 0.8 && scale <= 1.6) root.style.setProperty('--text-scale', String(scale));
  var spoken = ['en', 'de', 'fr', 'es', 'ru', 'ar'];
  var wanted = [read('parallax.language')].concat(navigator.languages || []);
  for (var tag of wanted) {
    var primary = String(tag).split('-')[0].toLowerCase();
    if (!spoken.includes(primary)) continue;
    root.lang = primary;
    root.dir = primary === 'ar' ? 'rtl' : 'ltr';
    break;
  }
})();
