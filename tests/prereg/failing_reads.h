// tests/prereg/failing_reads.h: a request whose reads fail, one after the other.
#pragma once
#include <gtest/gtest.h>

#include <vector>

#include "tests/prereg/samples.h"

namespace prereg {
/// Does `request` again and again on what the partition holds: its first read fails, then its
/// second, until it has all that it reads. Answers the faults in that order; none of them may leave
/// a trace, since what a request wrote holds whatever it answers.
template <class Fn>
std::vector<Errc> faults_without_trace(Partition& at, Fn request) {
  std::vector<Errc> faults;
  const auto before = at.tx.entries;
  at.tx.fail_reads = store::Errc::io;
  while (true) {
    at.tx.reads_before_failing = faults.size();
    const size_t writes = at.tx.writes;
    const auto answer = request();
    if (answer.ok()) break;
    faults.push_back(answer.error());
    EXPECT_EQ(at.tx.writes, writes) << "read " << faults.size();
    EXPECT_EQ(at.tx.entries, before) << "read " << faults.size();
  }
  at.tx.fail_reads.reset();
  return faults;
}
}  // namespace prereg
