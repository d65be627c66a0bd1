package api

import "k8s.io/apimachinery/pkg/util/managedfields"

func newTypeConverter() (managedfields.TypeConverter, error) {
	return managedfields.NewDeducedTypeConverter(), nil
}
