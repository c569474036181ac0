// workload_policy WORKLOAD [FOLDER]    prints the policy of a measured workload
//
// WORKLOAD is w1, w2, w3_1000 or w3_10000. FOLDER holds its rules; by default the measured data:
// $REMIT_DATA/perf, or ../shared/data/perf beside the project.
#include <cstdio>
#include <string>

#include "tests/support/workloads.h"

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) {
    std::fputs("usage: workload_policy w1|w2|w3_1000|w3_10000 [FOLDER]\n", stderr);
    return 2;
  }
  const std::string folder = argc == 3 ? argv[2] : remit::PerfFolder(REMIT_SOURCE_DIR);
  const remit::Result<remit::Workload> workload = remit::ReadWorkload(folder, argv[1]);
  if (!workload) {
    const remit::Error& error = workload.error();
    std::fprintf(stderr, "workload_policy: %s: %s\n", error.message.c_str(), error.where.c_str());
    return 1;
  }
  const bool written = std::fputs(workload->policy.c_str(), stdout) >= 0;
  return written && std::fflush(stdout) == 0 ? 0 : 1;
}
