package logs

// lines is how many rows of the screen show lines.
func (s *Screen) lines() int { return max(s.height-s.chrome(), 0) }

// bottom is the start of the page that ends with the latest row.
func (s *Screen) bottom() place {
	left := s.lines()
	for i := s.count() - 1; i >= 0; i-- {
		rows := s.rowsOf(s.at(i))
		if rows >= left {
			return place{s.at(i), rows - left}
		}
		left -= rows
	}
	return s.head()
}

func (s *Screen) head() place {
	if s.count() == 0 {
		return place{seq: s.buffer.first}
	}
	return place{seq: s.at(0)}
}

// page is the place of the first row in view.
func (s *Screen) page() place {
	if s.follow {
		return s.bottom()
	}
	return s.top
}

// scroll moves the view by n rows, up when negative. At the end it begins to follow, away from it it stops.
func (s *Screen) scroll(n int) {
	at := s.page()
	position := s.position(at.seq)
	if position >= s.count() {
		return
	}
	if s.at(position) != at.seq {
		at = place{seq: s.at(position)}
	}
	for ; n < 0; n++ {
		switch {
		case at.row > 0:
			at.row--
		case position > 0:
			position--
			at = place{seq: s.at(position)}
			at.row = s.rowsOf(at.seq) - 1
		}
		s.follow = false
	}
	for ; n > 0; n-- {
		switch {
		case at.row+1 < s.rowsOf(at.seq):
			at.row++
		case position+1 < s.count():
			position++
			at = place{seq: s.at(position)}
		}
	}
	end := s.bottom()
	if at.seq > end.seq || at.seq == end.seq && at.row >= end.row {
		at, s.follow = end, true
	}
	s.top = at
}

// jump brings a line into view, in the upper half of the page.
func (s *Screen) jump(seq int) {
	s.follow = false
	s.top = place{seq: seq}
	s.clampToEnd()
	if s.visible(seq) {
		s.scrollBack(s.lines() / 3)
	}
}

// scrollBack moves up without leaving the line that was jumped to.
func (s *Screen) scrollBack(n int) {
	for position := s.position(s.top.seq); n > 0 && position > 0; position-- {
		above := s.at(position - 1)
		rows := s.rowsOf(above)
		if rows > n {
			return
		}
		n -= rows
		s.top = place{seq: above}
	}
}

// clampToEnd does not let the view go beyond the latest row.
func (s *Screen) clampToEnd() {
	if end := s.bottom(); s.top.seq > end.seq || s.top.seq == end.seq && s.top.row > end.row {
		s.top = end
	}
}

// visible reports whether a line's first row is in view.
func (s *Screen) visible(seq int) bool {
	at := s.page()
	if seq < at.seq || seq == at.seq && at.row > 0 {
		return false
	}
	left := s.lines() + at.row
	for i := s.position(at.seq); i < s.count() && left > 0; i++ {
		if s.at(i) == seq {
			return true
		}
		left -= s.rowsOf(s.at(i))
	}
	return false
}
