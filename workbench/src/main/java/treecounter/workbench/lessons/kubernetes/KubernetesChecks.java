package treecounter.workbench.lessons.kubernetes;

import treecounter.workbench.checks.LessonChecks;

/** TODO: what is checked, in one sentence. A method with @Check for each step. */
@LessonChecks
public class KubernetesChecks {}
