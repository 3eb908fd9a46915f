// The Job controller of Kubernetes in virtual time, against an object store in memory.
//
// Standard input: one scenario per line (e2e/equivalence/scenario.ts). A run of a Pod is
// {"start": seconds until it runs, "run": seconds that it runs, "exit": code,
// "never": it stays Pending, "disrupted": it is evicted at its end}. The n-th Pod of an index, or of
// a Job without indexes, takes the n-th run; the last run repeats.
//
// Standard output: what became of each scenario, one line each: the conditions with the second in
// which each appeared, the status, and every Pod.
//
// Each second, first the controller acts on what is due, then the spec changes, then the kubelet
// acts. After each the program waits until the controller is idle.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
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

type Run struct {
	Start, Run float64
	Exit       int32
	Never      bool
	Disrupted  bool
}
type Patch struct {
	At   float64
	Spec json.RawMessage
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
	Index      string  `json:"index,omitempty"`
	Created    int     `json:"created"`
	Finished   *int    `json:"finished,omitempty"`
	Phase      string  `json:"phase"`
	Deleted    *int    `json:"deleted,omitempty"`
	FailureCnt string  `json:"failureCount,omitempty"`
	at         float64 // of creation
}
type Result struct {
	ID         string            `json:"id"`
	Error      string            `json:"error,omitempty"`
	Conditions []Cond            `json:"conditions"`
	Status     batchv1.JobStatus `json:"status"`
	Gone       bool              `json:"gone,omitempty"`
	Pods       []*PodSeen        `json:"pods"`
	Started    *int              `json:"started"`
	Completed  *int              `json:"completed"`
}

var (
	jobs = batchv1.SchemeGroupVersion.WithResource("jobs")
	pods = corev1.SchemeGroupVersion.WithResource("pods")
	t0   = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
)

// store is an object tracker that does what an API server does: it assigns uids and resource
// versions, rejects updates of an old version, and honours finalizers and grace periods.
type store struct {
	clienttesting.ObjectTracker
	clock *clocktesting.FakeClock
	n     atomic.Int64
	busy  atomic.Int64
	mu    sync.Mutex
}

func (s *store) stamp(o metav1.Object) {
	o.SetResourceVersion(strconv.FormatInt(s.n.Add(1), 10))
	s.busy.Add(1)
}
func (s *store) Create(gvr schema.GroupVersionResource, obj runtime.Object, ns string, o ...metav1.CreateOptions) error {
	m, _ := meta.Accessor(obj)
	s.stamp(m)
	if m.GetName() == "" {
		m.SetName(fmt.Sprintf("%s%05d", m.GetGenerateName(), s.n.Load()))
	}
	if m.GetUID() == "" {
		m.SetUID(types.UID(fmt.Sprintf("u-%d", s.n.Load())))
	}
	m.SetCreationTimestamp(metav1.NewTime(s.clock.Now()))
	m.SetNamespace(ns)
	if p, ok := obj.(*corev1.Pod); ok {
		p.Status.Phase = corev1.PodPending
	}
	return s.ObjectTracker.Create(gvr, obj, ns, o...)
}
func (s *store) settle(gvr schema.GroupVersionResource, obj runtime.Object, ns string) (bool, error) {
	m, _ := meta.Accessor(obj)
	if m.GetDeletionTimestamp() == nil || len(m.GetFinalizers()) > 0 {
		return false, nil
	}
	if p, ok := obj.(*corev1.Pod); ok && p.DeletionGracePeriodSeconds != nil && *p.DeletionGracePeriodSeconds > 0 {
		return false, nil // until the kubelet says that the containers have ended
	}
	return true, s.ObjectTracker.Delete(gvr, ns, m.GetName())
}
func (s *store) Update(gvr schema.GroupVersionResource, obj runtime.Object, ns string, o ...metav1.UpdateOptions) error {
	m, _ := meta.Accessor(obj)
	given := m.GetResourceVersion()
	s.stamp(m)
	if old, err := s.ObjectTracker.Get(gvr, ns, m.GetName()); err == nil {
		om, _ := meta.Accessor(old)
		if given != "" && given != om.GetResourceVersion() {
			return apierrors.NewConflict(gvr.GroupResource(), m.GetName(), errors.New("the object has been modified"))
		}
		m.SetDeletionTimestamp(om.GetDeletionTimestamp())
	}
	if gone, err := s.settle(gvr, obj, ns); gone {
		return err
	}
	return s.ObjectTracker.Update(gvr, obj, ns, o...)
}
func (s *store) Patch(gvr schema.GroupVersionResource, obj runtime.Object, ns string, o ...metav1.PatchOptions) error {
	m, _ := meta.Accessor(obj)
	s.stamp(m)
	if gone, err := s.settle(gvr, obj, ns); gone {
		return err
	}
	return s.ObjectTracker.Patch(gvr, obj, ns, o...)
}
func (s *store) Delete(gvr schema.GroupVersionResource, ns, name string, o ...metav1.DeleteOptions) error {
	s.busy.Add(1)
	obj, err := s.ObjectTracker.Get(gvr, ns, name)
	if err != nil {
		return err
	}
	m, _ := meta.Accessor(obj)
	if m.GetDeletionTimestamp() != nil {
		return nil
	}
	p, isPod := obj.(*corev1.Pod)
	if !isPod && len(m.GetFinalizers()) == 0 {
		return s.ObjectTracker.Delete(gvr, ns, name)
	}
	s.stamp(m)
	now := metav1.NewTime(s.clock.Now())
	m.SetDeletionTimestamp(&now)
	if isPod {
		grace := int64(30)
		if p.Spec.TerminationGracePeriodSeconds != nil {
			grace = *p.Spec.TerminationGracePeriodSeconds
		}
		if p.Status.Phase == corev1.PodSucceeded || p.Status.Phase == corev1.PodFailed {
			grace = 0
		}
		p.DeletionGracePeriodSeconds = &grace
	}
	if gone, err := s.settle(gvr, obj, ns); gone {
		return err
	}
	return s.ObjectTracker.Update(gvr, obj, ns)
}

type subject struct {
	Scenario
	uid    types.UID
	name   string
	result *Result
	nth    map[string]int
	pods   map[types.UID]*PodSeen
	runs   map[types.UID]Run
	exits  map[types.UID]float64
}

func main() {
	steps := flag.Int("until", 1000, "virtual seconds")
	quiet := flag.Duration("quiet", 4*time.Millisecond, "real time without a write after which the controller is idle")
	stop := flag.Float64("kill", 1, "virtual seconds that the containers of a deleted Pod take to end")
	flag.Parse()
	watch.DefaultChanSize = 1 << 17 // a full one panics
	klog.SetOutput(discard{})       // of every severity: klog would write files otherwise
	klog.LogToStderr(false)
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
	byUID := map[types.UID]*subject{}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 16<<20)
	for in.Scan() {
		if len(in.Bytes()) == 0 {
			continue
		}
		s := &subject{nth: map[string]int{}, pods: map[types.UID]*PodSeen{}, runs: map[types.UID]Run{}, exits: map[types.UID]float64{}}
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
	look := func() { // records what has become of the Jobs and their Pods
		list, _ := st.List(pods, corev1.SchemeGroupVersion.WithKind("Pod"), "default")
		alive := map[types.UID]bool{}
		for _, p := range list.(*corev1.PodList).Items {
			alive[p.UID] = true
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
				s.result.Gone = true
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
		list, _ := st.List(pods, corev1.SchemeGroupVersion.WithKind("Pod"), "default")
		items := list.(*corev1.PodList).Items
		sort.Slice(items, func(a, b int) bool { return items[a].Name < items[b].Name })
		for i := range items {
			p := items[i].DeepCopy()
			owner := metav1.GetControllerOf(p)
			if owner == nil {
				continue
			}
			s := byUID[owner.UID]
			seen := s.pods[p.UID]
			if seen == nil {
				index := p.Annotations["batch.kubernetes.io/job-completion-index"]
				key := index
				if s.Pods[key] == nil {
					key = "default"
				}
				runs := s.Pods[key]
				n := s.nth[index]
				s.nth[index]++
				if n >= len(runs) {
					n = len(runs) - 1
				}
				born := p.CreationTimestamp.Sub(t0).Seconds()
				seen = &PodSeen{Index: index, Created: int(born), at: born, FailureCnt: p.Annotations["batch.kubernetes.io/job-index-failure-count"]}
				s.pods[p.UID], s.runs[p.UID] = seen, runs[n]
				s.result.Pods = append(s.result.Pods, seen)
			}
			run, before := s.runs[p.UID], p.Status.Phase
			done := before == corev1.PodSucceeded || before == corev1.PodFailed
			end := func(code int32, reason string) {
				p.Status.Phase = corev1.PodSucceeded
				if code != 0 {
					p.Status.Phase = corev1.PodFailed
				}
				started, finished := metav1.NewTime(t0.Add(time.Duration((seen.at+run.Start)*1e9))), metav1.NewTime(fc.Now())
				p.Status.ContainerStatuses = nil
				for _, c := range p.Spec.Containers {
					p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, corev1.ContainerStatus{Name: c.Name, State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: code, Reason: reason, StartedAt: started, FinishedAt: finished}}})
				}
				at := int(now())
				seen.Finished = &at
			}
			switch {
			case done:
			case p.DeletionTimestamp != nil:
				if s.exits[p.UID] == 0 {
					s.exits[p.UID] = now() + *stop
				}
				if now() >= s.exits[p.UID] {
					end(137, "Error")
				}
			case run.Never:
			case now() >= seen.at+run.Start+run.Run:
				if run.Disrupted {
					p.Status.Conditions = append(p.Status.Conditions, corev1.PodCondition{Type: corev1.DisruptionTarget, Status: corev1.ConditionTrue, Reason: "EvictionByEvictionAPI"})
					end(137, "Error")
				} else {
					end(run.Exit, map[bool]string{true: "Completed", false: "Error"}[run.Exit == 0])
				}
			case now() >= seen.at+run.Start && before == corev1.PodPending:
				p.Status.Phase = corev1.PodRunning
				p.Status.Conditions = append(p.Status.Conditions, corev1.PodCondition{Type: corev1.PodReady, Status: corev1.ConditionTrue})
			}
			if p.Status.Phase != before {
				if p.DeletionTimestamp != nil {
					zero := int64(0)
					p.DeletionGracePeriodSeconds = &zero
				}
				_ = st.Update(pods, p, "default")
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
		for _, s := range all {
			for _, p := range s.Patches {
				if p.At == now() {
					o, _ := st.Get(jobs, "default", s.name)
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
		kubelet()
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
