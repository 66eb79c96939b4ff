// Runs code of a test in a process of its own, with a terminal (a pty) or a file of text as its standard input.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <string_view>

namespace clients::test {

// A process whose standard streams are a new terminal. What `work` returns comes back through result().
class AtTerminal {
public:
    explicit AtTerminal(const std::function<std::string()>& work);
    ~AtTerminal();  // ends the process if it still runs
    AtTerminal(const AtTerminal&) = delete;
    AtTerminal& operator=(const AtTerminal&) = delete;

    void type(std::string_view keys);
    // Everything shown so far; waits until `text` is among it (a few seconds at most, else the test fails).
    const std::string& wait_for(std::string_view text);
    const std::string& wait_for_end();  // of the process: everything shown
    bool echoes() const;
    void wait_until_hidden();  // the prompt comes a moment before the settings
    void set_width(unsigned short columns);

    pid_t process() const { return process_; }
    int status() const { return status_; }        // as waitpid gives it, after wait_for_end()
    const std::string& result() const { return result_; }

private:
    bool read_some(int timeout_ms);
    int master_ = -1, result_file_ = -1, status_ = 0;
    pid_t process_ = -1;
    bool ended_ = false;
    std::string shown_, result_;
};

// Runs `work` with `input` as standard input, which is no terminal; gives what it returned.
std::string with_input(std::string_view input, const std::function<std::string()>& work);

}  // namespace clients::test
