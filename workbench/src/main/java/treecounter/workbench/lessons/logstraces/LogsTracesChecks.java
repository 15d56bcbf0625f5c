package treecounter.workbench.lessons.logstraces;

import treecounter.workbench.checks.LessonChecks;

/** Bonus: logs, traces, and the way from one to the other. */
@LessonChecks
public class LogsTracesChecks {}
