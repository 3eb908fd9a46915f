package main

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// Run is what a Pod does: its containers run from "start" seconds after its creation for "run"
// seconds, and exit with "exit". "never": it stays Pending. "disrupted": it is evicted after "run"
// seconds. "containers" says by name how long and with which code each run of a container ends, if
// it differs; the last one repeats.
type Run struct {
	Start, Run float64
	Exit       int32
	Never      bool
	Disrupted  bool
	Containers map[string][]Attempt
}
type Attempt struct {
	Run  float64
	Exit int32
}

type subject struct {
	Scenario
	uid    types.UID
	name   string
	result *Result
	nth    map[string]int
	pods   map[types.UID]*PodSeen
	runs   map[types.UID]Run
}

// seen returns what is recorded of a Pod. A new Pod gets its run.
func (s *subject) seen(p *corev1.Pod) *PodSeen {
	if seen := s.pods[p.UID]; seen != nil {
		return seen
	}
	index := p.Annotations[batchv1.JobCompletionIndexAnnotation]
	runs := s.Pods[index]
	if runs == nil {
		runs = s.Pods["default"]
	}
	n := min(s.nth[index], len(runs)-1)
	s.nth[index]++
	created := int(p.CreationTimestamp.Sub(t0).Seconds())
	seen := &PodSeen{Index: index, Created: created, FailureCnt: p.Annotations[batchv1.JobIndexFailureCountAnnotation]}
	s.pods[p.UID], s.runs[p.UID] = seen, runs[n]
	s.result.Pods = append(s.result.Pods, seen)
	return seen
}

const killed = 137

// step changes a Pod as its kubelet does, and reports whether anything changed.
func (s *subject) step(p *corev1.Pod, now time.Time, stopSeconds float64) bool {
	run := s.runs[p.UID]
	start := p.CreationTimestamp.Add(seconds(run.Start))
	switch {
	case hasEnded(p):
		return false
	case p.DeletionTimestamp != nil:
		if now.Before(p.DeletionTimestamp.Add(seconds(stopSeconds))) {
			return false
		}
		kill(p, start, now)
	case run.Never || now.Before(start):
		return false
	case run.Disrupted && !now.Before(start.Add(seconds(run.Run))):
		p.Status.Conditions = append(p.Status.Conditions, corev1.PodCondition{Type: corev1.DisruptionTarget, Status: corev1.ConditionTrue, Reason: "EvictionByEvictionAPI"})
		kill(p, start, now)
	default:
		before := p.DeepCopy()
		p.Status.ContainerStatuses = nil
		for _, c := range p.Spec.Containers {
			attempts := run.Containers[c.Name]
			if attempts == nil {
				attempts = []Attempt{{run.Run, run.Exit}}
			}
			p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, statusAt(c.Name, attempts, p.Spec.RestartPolicy, start, now))
		}
		setPhase(p, now)
		return !sameStatus(before, p)
	}
	setPhase(p, now)
	return true
}

// statusAt returns what a container has come to. One that is restarted waits 10 s before its second
// restart, twice as long before each further one, and five minutes at most; a run of more than ten
// minutes starts this again.
func statusAt(name string, attempts []Attempt, policy corev1.RestartPolicy, start, now time.Time) corev1.ContainerStatus {
	status := corev1.ContainerStatus{Name: name}
	started, delay := start, time.Duration(0)
	for n := 0; ; n++ {
		attempt := attempts[min(n, len(attempts)-1)]
		end := started.Add(seconds(attempt.Run))
		status.RestartCount = int32(n)
		if now.Before(end) {
			status.Ready = true
			status.State.Running = &corev1.ContainerStateRunning{StartedAt: metav1.NewTime(started)}
			return status
		}
		terminated := terminatedBy(attempt.Exit, started, end)
		if attempt.Exit == 0 || policy == corev1.RestartPolicyNever {
			status.State.Terminated = terminated
			return status
		}
		if end.Sub(started) > 10*time.Minute {
			delay = 0
		}
		started = end.Add(delay)
		delay = min(max(2*delay, 10*time.Second), 5*time.Minute)
		status.LastTerminationState.Terminated = terminated
		if now.Before(started) {
			status.State.Waiting = &corev1.ContainerStateWaiting{Reason: "CrashLoopBackOff"}
			return status
		}
	}
}

// kill ends what has not ended.
func kill(p *corev1.Pod, start, now time.Time) {
	before := map[string]corev1.ContainerStatus{}
	for _, c := range p.Status.ContainerStatuses {
		before[c.Name] = c
	}
	p.Status.ContainerStatuses = nil
	for _, c := range p.Spec.Containers {
		status := before[c.Name]
		status.Name, status.Ready = c.Name, false
		switch state := status.State; {
		case state.Terminated != nil:
		case state.Waiting != nil:
			status.State = status.LastTerminationState
		case state.Running != nil:
			status.State = corev1.ContainerState{Terminated: terminatedBy(killed, state.Running.StartedAt.Time, now)}
		default:
			status.State = corev1.ContainerState{Terminated: terminatedBy(killed, start, now)}
		}
		p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, status)
	}
}

func terminatedBy(code int32, started, finished time.Time) *corev1.ContainerStateTerminated {
	reason := "Completed"
	if code != 0 {
		reason = "Error"
	}
	return &corev1.ContainerStateTerminated{ExitCode: code, Reason: reason, StartedAt: metav1.NewTime(started), FinishedAt: metav1.NewTime(finished)}
}

// setPhase sets the phase and the condition Ready to what the containers say.
func setPhase(p *corev1.Pod, now time.Time) {
	phase, ready := corev1.PodSucceeded, corev1.ConditionTrue
	for _, c := range p.Status.ContainerStatuses {
		if !c.Ready {
			ready = corev1.ConditionFalse
		}
		if c.State.Terminated == nil {
			phase = corev1.PodRunning
		} else if c.State.Terminated.ExitCode != 0 && phase == corev1.PodSucceeded {
			phase = corev1.PodFailed
		}
	}
	p.Status.Phase = phase
	for i, c := range p.Status.Conditions {
		if c.Type == corev1.PodReady {
			if c.Status != ready {
				p.Status.Conditions[i].Status, p.Status.Conditions[i].LastTransitionTime = ready, metav1.NewTime(now)
			}
			return
		}
	}
	p.Status.Conditions = append(p.Status.Conditions, corev1.PodCondition{Type: corev1.PodReady, Status: ready, LastTransitionTime: metav1.NewTime(now)})
}

func sameStatus(a, b *corev1.Pod) bool {
	if a.Status.Phase != b.Status.Phase || len(a.Status.ContainerStatuses) != len(b.Status.ContainerStatuses) {
		return false
	}
	for i, c := range a.Status.ContainerStatuses {
		d := b.Status.ContainerStatuses[i]
		if c.RestartCount != d.RestartCount || (c.State.Running == nil) != (d.State.Running == nil) || (c.State.Terminated == nil) != (d.State.Terminated == nil) {
			return false
		}
	}
	return true
}

func hasEnded(p *corev1.Pod) bool {
	return p.Status.Phase == corev1.PodSucceeded || p.Status.Phase == corev1.PodFailed
}

func seconds(n float64) time.Duration {
	return time.Duration(n * float64(time.Second))
}
