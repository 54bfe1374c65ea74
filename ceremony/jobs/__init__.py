"""The timetable of work, one line a job, and the engine that runs it."""
