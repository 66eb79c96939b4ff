// A program that runs while the test goes on.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.hpp"

namespace test {

class BackgroundProgram {
public:
    // Starts it; `environment` is added to the test's own.
    explicit BackgroundProgram(const std::vector<std::string>& command,
                               const std::map<std::string, std::string>& environment = {});
    ~BackgroundProgram();   // kills what still runs

    std::string output() const;    // standard output so far
    std::string errors() const;    // standard error so far
    std::vector<std::string> lines() const;   // of standard output, finished ones
    // True when it has written that many lines within a minute and a half.
    bool has_lines(std::size_t count) const;
    bool has_said(const std::string& text) const;   // on standard error, likewise

    int stop(int signal);   // sends it and waits; the exit code, or minus the signal that ended it
    int wait();             // until it ends by itself

private:
    TemporaryFolder folder_;
    pid_t pid_ = -1;
};

}  // namespace test
