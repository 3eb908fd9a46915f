package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
	"time"
	"unsafe"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	clientscheme "k8s.io/client-go/kubernetes/scheme"
	clienttesting "k8s.io/client-go/testing"
	"k8s.io/client-go/tools/record"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/controller/cronjob"
	clocktesting "k8s.io/utils/clock/testing"
)

//go:linkname syncCronJob k8s.io/kubernetes/pkg/controller/cronjob.(*ControllerV2).sync
func syncCronJob(c *cronjob.ControllerV2, ctx context.Context, key string) (*time.Duration, error)

//go:linkname updateCronJob k8s.io/kubernetes/pkg/controller/cronjob.(*ControllerV2).updateCronJob
func updateCronJob(c *cronjob.ControllerV2, logger klog.Logger, old, curr any)

var cronJobs = batchv1.SchemeGroupVersion.WithResource("cronjobs")

// CronScenario is a CronJob, the seconds that its Jobs run, and what is changed. Times are seconds
// since its creation. The n-th Job takes the n-th run; the last one repeats. From "away" to "back"
// the controller does not run.
type CronScenario struct {
	ID         string
	CronJob    json.RawMessage
	Created    time.Time
	Runs       []CronRun
	Patches    []Patch
	Away, Back float64
	Until      float64
}
type CronRun struct {
	Seconds float64
	Fails   bool
}

// CronResult is what the controller did: a line per request and per event.
type CronResult struct {
	ID     string                 `json:"id"`
	Log    []string               `json:"log"`
	Status *batchv1.CronJobStatus `json:"status,omitempty"`
}

// dueQueue is the queue of the controller, for one CronJob, in virtual time.
type dueQueue struct {
	workqueue.TypedRateLimitingInterface[string]
	now func() time.Time
	due time.Time
}

func (q *dueQueue) Add(string) { q.AddAfter("", 0) }
func (q *dueQueue) AddAfter(_ string, after time.Duration) {
	if at := q.now().Add(max(after, 0)); q.due.IsZero() || at.Before(q.due) {
		q.due = at
	}
}

type cronRun struct {
	CronScenario
	clock   *clocktesting.FakeClock
	store   *store
	control *cronjob.ControllerV2
	queue   *dueQueue
	events  *record.FakeRecorder
	factory informers.SharedInformerFactory
	ends    map[types.UID]time.Time
	fails   map[types.UID]bool
	started int
	result  CronResult
}

func runCronJob(s CronScenario) CronResult {
	c := &cronRun{CronScenario: s, clock: clocktesting.NewFakeClock(s.Created), ends: map[types.UID]time.Time{}, fails: map[types.UID]bool{}, result: CronResult{ID: s.ID, Log: []string{}}}
	c.store = &store{ObjectTracker: clienttesting.NewObjectTracker(clientscheme.Scheme, clientscheme.Codecs.UniversalDecoder()), clock: c.clock}
	cs := &fake.Clientset{}
	cs.AddReactor("*", "*", clienttesting.ObjectReaction(c.store))
	c.factory = informers.NewSharedInformerFactory(cs, 0)
	ctx := context.Background()
	control, err := cronjob.NewControllerV2(ctx, c.factory.Batch().V1().Jobs(), c.factory.Batch().V1().CronJobs(), cs)
	if err != nil {
		panic(err)
	}
	c.control, c.events = control, record.NewFakeRecorder(1000)
	c.queue = &dueQueue{now: c.clock.Now}
	set[func() time.Time](control, "now", c.clock.Now)
	set[record.EventRecorder](control, "recorder", c.events)
	set[workqueue.TypedRateLimitingInterface[string]](control, "queue", c.queue)
	cj := &batchv1.CronJob{}
	if err := json.Unmarshal(s.CronJob, cj); err != nil {
		panic(err)
	}
	legacyscheme.Scheme.Default(cj)
	cj.Name, cj.UID = "c", "cron"
	if err := c.store.Create(cronJobs, cj, "default"); err != nil {
		panic(err)
	}
	c.queue.Add("")
	end := s.Created.Add(seconds(s.Until))
	for {
		at := c.next()
		if at.After(end) {
			break
		}
		if at.After(c.clock.Now()) {
			c.clock.SetTime(at)
		}
		c.change()
		c.sync(ctx)
	}
	if o, err := c.store.Get(cronJobs, "default", "c"); err == nil {
		c.result.Status = &o.(*batchv1.CronJob).Status
	}
	return c.result
}

// next returns when anything happens next.
func (c *cronRun) next() time.Time {
	next := time.Unix(math.MaxInt32*1000, 0)
	consider := func(at time.Time) {
		if at.Before(next) {
			next = at
		}
	}
	if !c.queue.due.IsZero() {
		if back := c.Created.Add(seconds(c.Back)); c.isAway(c.queue.due) {
			consider(back)
		} else {
			consider(c.queue.due)
		}
	}
	for _, at := range c.ends {
		consider(at)
	}
	for _, p := range c.Patches {
		consider(c.Created.Add(seconds(p.At)))
	}
	return next
}

func (c *cronRun) isAway(at time.Time) bool {
	since := max(at.Sub(c.Created).Seconds(), c.clock.Since(c.Created).Seconds())
	return since >= c.Away && since < c.Back
}

// change ends Jobs and changes the CronJob.
func (c *cronRun) change() {
	now := c.clock.Now()
	for _, j := range c.jobs() {
		at, runs := c.ends[j.UID]
		if !runs || at.After(now) {
			continue
		}
		delete(c.ends, j.UID)
		time := metav1.NewTime(now)
		condition := batchv1.JobCondition{Type: batchv1.JobComplete, Status: corev1.ConditionTrue, LastTransitionTime: time}
		if c.fails[j.UID] {
			condition.Type = batchv1.JobFailed
		} else {
			j.Status.CompletionTime = &time
		}
		j.Status.Conditions = append(j.Status.Conditions, condition)
		_ = c.store.Update(jobs, &j, "default")
		c.queue.Add("")
	}
	left := c.Patches[:0:0]
	for _, p := range c.Patches {
		if c.Created.Add(seconds(p.At)).After(now) {
			left = append(left, p)
			continue
		}
		o, err := c.store.Get(cronJobs, "default", "c")
		if err != nil {
			continue
		}
		old := o.(*batchv1.CronJob)
		changed := old.DeepCopy()
		if err := json.Unmarshal(p.Spec, &changed.Spec); err != nil {
			panic(err)
		}
		_ = c.store.Update(cronJobs, changed, "default")
		updateCronJob(c.control, klog.Background(), old, changed)
	}
	c.Patches = left
}

func (c *cronRun) sync(ctx context.Context) {
	now := c.clock.Now()
	if c.queue.due.IsZero() || c.queue.due.After(now) || c.isAway(now) {
		return
	}
	c.queue.due = time.Time{}
	before := c.fill()
	after, err := syncCronJob(c.control, ctx, "default/c")
	if err != nil {
		c.log("error %v", err)
	}
	if after != nil {
		c.queue.AddAfter("", *after)
	}
	for len(c.events.Events) > 0 {
		c.log("event %s", <-c.events.Events)
	}
	changed := false
	for _, j := range c.jobs() {
		if before[j.UID] {
			delete(before, j.UID)
			continue
		}
		run := c.Runs[min(c.started, len(c.Runs)-1)]
		c.started++
		c.log("create %s %s", j.Name, j.Annotations[batchv1.CronJobScheduledTimestampAnnotation])
		start := metav1.NewTime(now)
		j.Status.StartTime = &start
		c.ends[j.UID], c.fails[j.UID] = now.Add(seconds(run.Seconds)), run.Fails
		_ = c.store.Update(jobs, &j, "default")
		changed = true
	}
	for uid := range before {
		delete(c.ends, uid)
		changed = true
	}
	o, _ := c.store.Get(cronJobs, "default", "c")
	if changed || o.(metav1.Object).GetResourceVersion() != c.version() {
		c.queue.Add("")
	}
}

// fill copies the stored objects to the caches of the controller, and returns the Jobs.
func (c *cronRun) fill() map[types.UID]bool {
	known := map[types.UID]bool{}
	indexer := c.factory.Batch().V1().Jobs().Informer().GetIndexer()
	items := []any{}
	for _, j := range c.jobs() {
		known[j.UID] = true
		items = append(items, &j)
	}
	_ = indexer.Replace(items, "")
	if o, err := c.store.Get(cronJobs, "default", "c"); err == nil {
		_ = c.factory.Batch().V1().CronJobs().Informer().GetIndexer().Replace([]any{o}, "")
	}
	return known
}

// version returns the version that the controller has seen.
func (c *cronRun) version() string {
	o := c.factory.Batch().V1().CronJobs().Informer().GetIndexer().List()[0]
	m, _ := meta.Accessor(o)
	return m.GetResourceVersion()
}

func (c *cronRun) jobs() []batchv1.Job {
	list, err := c.store.List(jobs, batchv1.SchemeGroupVersion.WithKind("Job"), "default")
	if err != nil {
		return nil
	}
	return list.(*batchv1.JobList).Items
}

func (c *cronRun) log(format string, args ...any) {
	at := c.clock.Since(c.Created).Seconds()
	c.result.Log = append(c.result.Log, strings.TrimSpace(fmt.Sprintf("%.1f ", at)+fmt.Sprintf(format, args...)))
}

// set writes an unexported field.
func set[T any](of any, name string, value T) {
	f := reflect.ValueOf(of).Elem().FieldByName(name)
	reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem().Set(reflect.ValueOf(value))
}
