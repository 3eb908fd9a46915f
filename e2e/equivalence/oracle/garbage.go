package main

import (
	"slices"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// collectGarbage does what the garbage collector does for Jobs and their Pods.
func collectGarbage(st *store, all []*subject) {
	list, _ := st.List(pods, corev1.SchemeGroupVersion.WithKind("Pod"), "default")
	byOwner := map[types.UID][]corev1.Pod{}
	for _, p := range list.(*corev1.PodList).Items {
		if owner := metav1.GetControllerOf(&p); owner != nil {
			byOwner[owner.UID] = append(byOwner[owner.UID], p)
		}
	}
	for _, s := range all {
		dependents := byOwner[s.uid]
		o, err := st.Get(jobs, "default", s.name)
		if err != nil {
			for _, p := range dependents {
				_ = st.Delete(pods, "default", p.Name)
			}
			continue
		}
		j := o.(*batchv1.Job).DeepCopy()
		if j.DeletionTimestamp == nil {
			continue
		}
		if slices.Contains(j.Finalizers, metav1.FinalizerOrphanDependents) {
			for _, p := range dependents {
				p.OwnerReferences = nil
				_ = st.Update(pods, &p, "default")
			}
			j.Finalizers = without(j.Finalizers, metav1.FinalizerOrphanDependents)
			_ = st.Update(jobs, j, "default")
		}
		if slices.Contains(j.Finalizers, metav1.FinalizerDeleteDependents) {
			for _, p := range dependents {
				_ = st.Delete(pods, "default", p.Name)
			}
			if len(dependents) == 0 {
				j.Finalizers = without(j.Finalizers, metav1.FinalizerDeleteDependents)
				_ = st.Update(jobs, j, "default")
			}
		}
	}
}

func without(list []string, item string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(each string) bool { return each == item })
}
