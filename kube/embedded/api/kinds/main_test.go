package kinds_test

import (
	"testing"

	"github.com/kronoscope/kronoscope/kube/embedded/api/apitest"
)

func TestMain(m *testing.M) { apitest.Main(m) }
