package output

// TimeLayout is a date that reads without a locale, with the zone's letters or offset.
const TimeLayout = "Mon 2006-01-02 15:04 MST"
