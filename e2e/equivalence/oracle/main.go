// The Job controller of Kubernetes in virtual time, against an object store in memory.
//
// Standard input: one scenario per line (e2e/equivalence/scenario.ts). kubelet.go describes what a run
// of a Pod is. The n-th Pod of an index, or of a Job without indexes, takes the n-th run; the last run
// repeats.
//
// Standard output: what became of each scenario, one line each: the conditions with the second in
// which each appeared, the status, and every Pod.
//
// Each second, first the controller acts on what is due, then the spec changes or the Job is deleted,
// then the kubelet acts. After each the program waits until the controller is idle.
//
// With -mode=cron-jobs a line is a CronJob (cronjob.go), with -mode=schedules a schedule
// (schedule.go).
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"sort"
	"time"
	"unsafe"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/informers"
	batchinformers "k8s.io/client-go/informers/batch/v1"
	coreinformers "k8s.io/client-go/informers/core/v1"
	clientset "k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/fake"
	clientscheme "k8s.io/client-go/kubernetes/scheme"
	clienttesting "k8s.io/client-go/testing"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/controller/job"
	"k8s.io/utils/clock"
	clocktesting "k8s.io/utils/clock/testing"
	_ "unsafe"
)

//go:linkname newControllerWithClock k8s.io/kubernetes/pkg/controller/job.newControllerWithClock
func newControllerWithClock(ctx context.Context, podInformer coreinformers.PodInformer, jobInformer batchinformers.JobInformer, kubeClient clientset.Interface, clock clock.WithTicker) (*job.Controller, error)

type Patch struct {
	At     float64
	Spec   json.RawMessage
	Delete metav1.DeletionPropagation
}
type Scenario struct {
	ID      string
	Job     json.RawMessage
	Pods    map[string][]Run
	Patches []Patch
	Until   float64
}
type Cond struct {
	Type, Status, Reason, Message string
	At                            int
}
type PodSeen struct {
	Index      string `json:"index,omitempty"`
	Created    int    `json:"created"`
	Finished   *int   `json:"finished,omitempty"`
	Phase      string `json:"phase"`
	Deleted    *int   `json:"deleted,omitempty"`
	FailureCnt string `json:"failureCount,omitempty"`
}
type Result struct {
	ID         string            `json:"id"`
	Error      string            `json:"error,omitempty"`
	Conditions []Cond            `json:"conditions"`
	Status     batchv1.JobStatus `json:"status"`
	Gone       *int              `json:"gone,omitempty"`
	Pods       []*PodSeen        `json:"pods"`
	Started    *int              `json:"started"`
	Completed  *int              `json:"completed"`
}

var (
	jobs = batchv1.SchemeGroupVersion.WithResource("jobs")
	pods = corev1.SchemeGroupVersion.WithResource("pods")
	t0   = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
)

func main() {
	mode := flag.String("mode", "jobs", "jobs, cron-jobs or schedules: what the lines are")
	steps := flag.Int("until", 1000, "virtual seconds")
	quiet := flag.Duration("quiet", 4*time.Millisecond, "real time without a write after which the controller is idle")
	stop := flag.Float64("kill", 1, "virtual seconds that the containers of a deleted Pod take to end")
	flag.Parse()
	watch.DefaultChanSize = 1 << 17 // a full one panics
	klog.SetOutput(discard{})       // of every severity: klog would write files otherwise
	klog.LogToStderr(false)
	switch *mode {
	case "cron-jobs":
		eachLine(runCronJob)
		return
	case "schedules":
		eachLine(runSchedule)
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	fc := clocktesting.NewFakeClock(t0)
	st := &store{ObjectTracker: clienttesting.NewObjectTracker(clientscheme.Scheme, clientscheme.Codecs.UniversalDecoder()), clock: fc}
	cs := &fake.Clientset{}
	cs.AddReactor("*", "*", clienttesting.ObjectReaction(st))
	cs.AddWatchReactor("*", func(a clienttesting.Action) (bool, watch.Interface, error) {
		var opts metav1.ListOptions
		if w, ok := a.(clienttesting.WatchActionImpl); ok {
			opts = w.ListOptions
		}
		w, err := st.Watch(a.GetResource(), a.GetNamespace(), opts)
		return true, w, err
	})
	inf := informers.NewSharedInformerFactory(cs, 0)
	ctl, err := newControllerWithClock(ctx, inf.Core().V1().Pods(), inf.Batch().V1().Jobs(), cs, fc)
	if err != nil {
		panic(err)
	}
	queue := private[workqueue.TypedRateLimitingInterface[string]](ctl, "queue")
	inf.Start(ctx.Done())
	inf.WaitForCacheSync(ctx.Done())
	go ctl.Run(ctx, 4)

	now := func() float64 { return fc.Now().Sub(t0).Seconds() }
	var all []*subject
	byUID, jobOf := map[types.UID]*subject{}, map[types.UID]types.UID{} // orphans name no Job
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 16<<20)
	for in.Scan() {
		if len(in.Bytes()) == 0 {
			continue
		}
		s := &subject{nth: map[string]int{}, pods: map[types.UID]*PodSeen{}, runs: map[types.UID]Run{}}
		if err := json.Unmarshal(in.Bytes(), &s.Scenario); err != nil {
			panic(err)
		}
		s.result = &Result{ID: s.ID}
		j := &batchv1.Job{}
		if err := json.Unmarshal(s.Job, j); err != nil {
			panic(err)
		}
		legacyscheme.Scheme.Default(j)
		s.uid, s.name = types.UID("job-"+s.ID), "j-"+s.ID
		j.Name, j.UID, j.Generation = s.name, s.uid, 1
		labels := map[string]string{"batch.kubernetes.io/controller-uid": string(s.uid), "controller-uid": string(s.uid), "batch.kubernetes.io/job-name": s.name, "job-name": s.name}
		j.Spec.Selector = &metav1.LabelSelector{MatchLabels: map[string]string{"batch.kubernetes.io/controller-uid": string(s.uid)}}
		if j.Spec.Template.Labels == nil {
			j.Spec.Template.Labels = map[string]string{}
		}
		for k, v := range labels {
			j.Spec.Template.Labels[k] = v
		}
		all, byUID[s.uid] = append(all, s), s
		if err := st.Create(jobs, j, "default"); err != nil {
			panic(err)
		}
	}
	wait := func() {
		last, since := st.busy.Load(), time.Now()
		for {
			time.Sleep(200 * time.Microsecond)
			if b := st.busy.Load(); b != last || queue.Len() > 0 {
				last, since = b, time.Now()
			} else if time.Since(since) > *quiet {
				return
			}
		}
	}
	subjectOf := func(p *corev1.Pod) *subject { // an orphan was seen when it had an owner
		if owner := metav1.GetControllerOf(p); owner != nil {
			jobOf[p.UID] = owner.UID
		}
		return byUID[jobOf[p.UID]]
	}
	podList := func() []corev1.Pod { // in the order of their creation
		list, _ := st.List(pods, corev1.SchemeGroupVersion.WithKind("Pod"), "default")
		items := list.(*corev1.PodList).Items
		sort.Slice(items, func(a, b int) bool { return items[a].Name < items[b].Name })
		return items
	}
	look := func() { // records what has become of the Jobs and their Pods
		alive := map[types.UID]bool{}
		for _, p := range podList() {
			alive[p.UID] = true
			if s := subjectOf(&p); s != nil {
				s.seen(&p)
			}
		}
		for _, s := range all {
			for uid, seen := range s.pods {
				if !alive[uid] && seen.Deleted == nil {
					at := int(now())
					seen.Deleted = &at
				}
			}
		}
		for _, s := range all {
			o, err := st.Get(jobs, "default", s.name)
			if err != nil {
				if at := int(now()); s.result.Gone == nil {
					s.result.Gone = &at
				}
				continue
			}
			j := o.(*batchv1.Job)
			s.result.Status = j.Status
			seen := map[string]bool{}
			for _, c := range s.result.Conditions {
				seen[c.Type+string(c.Status)+c.Reason] = true
			}
			for _, c := range j.Status.Conditions {
				if !seen[string(c.Type)+string(c.Status)+c.Reason] {
					s.result.Conditions = append(s.result.Conditions, Cond{string(c.Type), string(c.Status), c.Reason, c.Message, int(now())})
				}
			}
		}
	}
	kubelet := func() {
		items := podList()
		for i := range items {
			p := items[i].DeepCopy()
			s := subjectOf(p)
			if s == nil {
				continue
			}
			seen := s.seen(p)
			if s.step(p, fc.Now(), *stop) {
				if p.DeletionTimestamp != nil {
					zero := int64(0)
					p.DeletionGracePeriodSeconds = &zero
				}
				_ = st.Update(pods, p, "default")
			}
			if hasEnded(p) && seen.Finished == nil {
				at := int(now())
				seen.Finished = &at
			}
			seen.Phase = string(p.Status.Phase)
		}
	}
	wait()
	kubelet()
	wait()
	look()
	for step := 0; step < *steps; step++ {
		fc.Step(time.Second)
		wait()
		look()
		for _, s := range all {
			for _, p := range s.Patches {
				if p.At == now() {
					o, err := st.Get(jobs, "default", s.name)
					if err != nil {
						continue // it is deleted
					}
					if p.Delete != "" {
						_ = st.delete(jobs, "default", s.name, p.Delete)
						continue
					}
					j := o.(*batchv1.Job).DeepCopy()
					if err := json.Unmarshal(p.Spec, &j.Spec); err != nil {
						panic(err)
					}
					j.Generation++
					_ = st.Update(jobs, j, "default")
				}
			}
		}
		wait()
		look()
		collectGarbage(st, all)
		wait()
		look()
		kubelet()
		wait()
		collectGarbage(st, all)
		wait()
		look()
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	sec := func(t *metav1.Time) *int {
		if t == nil {
			return nil
		}
		n := int(t.Sub(t0).Seconds())
		return &n
	}
	for _, s := range all {
		s.result.Started, s.result.Completed = sec(s.result.Status.StartTime), sec(s.result.Status.CompletionTime)
		b, _ := json.Marshal(s.result)
		out.Write(append(b, '\n'))
	}
}

// private reads an unexported field.
func private[T any](of any, name string) T {
	f := reflect.ValueOf(of).Elem().FieldByName(name)
	return reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem().Interface().(T)
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// eachLine answers each line of the standard input with a line of the standard output.
func eachLine[In, Out any](answer func(In) Out) {
	in, out := bufio.NewScanner(os.Stdin), bufio.NewWriter(os.Stdout)
	defer out.Flush()
	in.Buffer(nil, 16<<20)
	for in.Scan() {
		var line In
		if err := json.Unmarshal(in.Bytes(), &line); err != nil {
			panic(err)
		}
		b, err := json.Marshal(answer(line))
		if err != nil {
			panic(err)
		}
		out.Write(append(b, '\n'))
	}
}
