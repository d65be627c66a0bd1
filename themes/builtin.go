package themes

// The colours of states are those of Okabe and Ito, with a lightness that suits the background. People with any of the common colour
// blindnesses can distinguish the bluish green for good from the vermilion for bad.

func dark() Theme {
	return Theme{Name: "dark", Dark: true, Tokens: Tokens{
		Text: "#C9D1DC", Muted: "#7F8A9C", Strong: "#F3F6FA", Accent: "#B7A0FF",
		Good: "#3CC9A0", Warn: "#F2C94C", Bad: "#FF7F50", Running: "#62B8F5", Idle: "#8792A4",
		Rule: "#3A4353", Select: "#2B3550", Mark: "#4A3F1C", OnAccent: "#17141F",
		BarFull: "#62B8F5", BarEmpty: "#3F4A5C",
		Series: []string{"#62B8F5", "#F2C94C", "#C99BFF", "#3CC9A0", "#FF9E7A", "#9FD356", "#F29AC4", "#8FA8FF"},
		Heat:   []string{"#6B7F9E", "#5B92C8", "#62B8F5", "#A9D8F0", "#F2C94C"},
	}}
}

func light() Theme {
	return Theme{Name: "light", Tokens: Tokens{
		Text: "#2A313C", Muted: "#626C7B", Strong: "#0B0F16", Accent: "#5B3FC4",
		Good: "#00735A", Warn: "#8A6100", Bad: "#B83A00", Running: "#0062A8", Idle: "#626C7B",
		Rule: "#C3CAD5", Select: "#DCE4F7", Mark: "#F6E7B4", OnAccent: "#FFFFFF",
		BarFull: "#0070C0", BarEmpty: "#B9C2CF",
		Series: []string{"#0062A8", "#8A6100", "#7A2FC0", "#00735A", "#B83A00", "#4E7300", "#A8286E", "#3850C8"},
		Heat:   []string{"#8395AE", "#5F8FC4", "#3F86C4", "#0062A8", "#B83A00"},
	}}
}

func none() Theme { return Theme{Name: "none", Plain: true} }
