// Clients that follow the register and do, at their turn, what waits for them: what `nfp watch` does, each in a thread.
#pragma once

#include <exception>
#include <thread>
#include <vector>

#include "clients/core/session/session.hpp"

namespace bench {

class Watchers {
public:
    // Follows at once; nobody else uses these sessions until stop() has returned.
    explicit Watchers(const std::vector<clients::Session*>& sessions);
    ~Watchers();
    Watchers(const Watchers&) = delete;
    Watchers& operator=(const Watchers&) = delete;

    // Throws what ended one of them before.
    void stop();

private:
    struct Watcher {
        clients::Session* session;
        std::exception_ptr ended{};
        std::thread thread{};
    };
    void follow(Watcher& watcher);
    bool stopped() const;

    int stop_[2] = {-1, -1};   // a pipe: readable when all is to end
    std::vector<Watcher> watchers_;
};

}  // namespace bench
