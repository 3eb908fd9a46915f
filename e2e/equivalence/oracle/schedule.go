package main

import (
	"time"

	_ "time/tzdata"

	"github.com/robfig/cron/v3"
)

// Schedule asks for the next runs of a schedule after a moment, in seconds since 1970.
type Schedule struct {
	Schedule string
	TimeZone string
	After    int64
	Count    int
}

// runSchedule returns the runs, or nothing if the schedule cannot be parsed.
func runSchedule(s Schedule) []int64 {
	text := s.Schedule
	if s.TimeZone != "" {
		text = "TZ=" + s.TimeZone + " " + text
	}
	schedule, err := cron.ParseStandard(text)
	if err != nil {
		return nil
	}
	runs := []int64{}
	for t := time.Unix(s.After, 0).UTC(); len(runs) < s.Count; {
		t = schedule.Next(t)
		if t.IsZero() {
			break
		}
		runs = append(runs, t.Unix())
	}
	return runs
}
