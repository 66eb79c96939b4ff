// The one writer: a thread that takes what is waiting and makes it durable together.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "gateway/register/append.hpp"
#include "gateway/register/register.hpp"

namespace gateway {

// What one commit has brought.
struct Published {
    std::shared_ptr<const View> view;
    std::vector<protocol::Header> headers;  // of the entries appended: for whom they are
};

class Committer {
public:
    // Told once when the store has failed: what is on disk is unknown, so the process must end without another answer. Called
    // on the committer's thread; must not return to serving.
    using OnFatal = std::function<void(const std::string& why)>;
    // Told after every publication, on the committer's thread.
    using OnPublished = std::function<void(Published)>;

    // All references must outlive the committer.
    Committer(store::Store& store, Register& published, OnFatal on_fatal, OnPublished on_published = {});
    ~Committer();  // stops and joins

    // False: the queue is full or the committer is stopping; `completion` is not called. Thread-safe.
    [[nodiscard]] bool submit(Job job, Completion completion);

    // Takes nothing more, commits what is waiting, completes it, joins. Idempotent.
    void stop();

private:
    struct Waiting {
        Job job;
        Completion completion;
        std::size_t bytes = 0;
    };

    void run();
    void tell_published(std::vector<Waiting>& batch, const std::vector<Decision>& decisions);
    std::vector<Waiting> take_batch();
    void commit_batch(std::vector<Waiting> batch);

    store::Store& store_;
    Register& register_;
    OnFatal on_fatal_;
    OnPublished on_published_;

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Waiting> queue_;      // guarded by mutex_
    std::size_t queue_bytes_ = 0;    // guarded by mutex_
    bool stopping_ = false;          // guarded by mutex_
    std::thread thread_;             // last: starts when all else is there
};

}  // namespace gateway
