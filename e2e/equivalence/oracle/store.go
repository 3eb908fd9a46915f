package main

import (
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	clienttesting "k8s.io/client-go/testing"
	clocktesting "k8s.io/utils/clock/testing"
)

// store is an object tracker that does what an API server does: it assigns uids and resource
// versions, rejects updates of an old version, and honours finalizers and grace periods.
type store struct {
	clienttesting.ObjectTracker
	clock *clocktesting.FakeClock
	n     atomic.Int64
	busy  atomic.Int64
}

func (s *store) stamp(o metav1.Object) {
	o.SetResourceVersion(strconv.FormatInt(s.n.Add(1), 10))
	s.busy.Add(1)
}
func (s *store) Create(gvr schema.GroupVersionResource, obj runtime.Object, ns string, o ...metav1.CreateOptions) error {
	m, _ := meta.Accessor(obj)
	s.stamp(m)
	if m.GetName() == "" {
		m.SetName(fmt.Sprintf("%s%09d", m.GetGenerateName(), s.n.Load()))
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
	return s.delete(gvr, ns, name, "")
}

// finalizers of the two ways of deletion in which the garbage collector acts before the owner goes.
var propagationFinalizers = map[metav1.DeletionPropagation]string{
	metav1.DeletePropagationForeground: metav1.FinalizerDeleteDependents,
	metav1.DeletePropagationOrphan:     metav1.FinalizerOrphanDependents,
}

func (s *store) delete(gvr schema.GroupVersionResource, ns, name string, propagation metav1.DeletionPropagation) error {
	s.busy.Add(1)
	obj, err := s.ObjectTracker.Get(gvr, ns, name)
	if err != nil {
		return err
	}
	m, _ := meta.Accessor(obj)
	if m.GetDeletionTimestamp() != nil {
		return nil
	}
	if finalizer := propagationFinalizers[propagation]; finalizer != "" {
		m.SetFinalizers(append(m.GetFinalizers(), finalizer))
	}
	p, isPod := obj.(*corev1.Pod)
	if !isPod && len(m.GetFinalizers()) == 0 {
		return s.ObjectTracker.Delete(gvr, ns, name)
	}
	s.stamp(m)
	now := metav1.NewTime(s.clock.Now())
	m.SetDeletionTimestamp(&now)
	m.SetGeneration(m.GetGeneration() + 1)
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
