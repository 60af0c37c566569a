// The browser's own time zone. Some browsers keep names that the cities no longer use.
globalThis.browserZone = () => {
  const today = {
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "America/Godthab": "America/Nuuk",
    "Europe/Kiev": "Europe/Kyiv",
  };
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return today[zone] ?? zone;
};
