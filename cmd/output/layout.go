package output

// TimeLayout is the form of instants in tables: weekday, date, time, and the zone's letters or offset.
const TimeLayout = "Mon 2006-01-02 15:04 MST"
