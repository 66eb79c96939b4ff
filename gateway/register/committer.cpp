#include "gateway/register/committer.hpp"

#include <algorithm>

#include "gateway/errc.hpp"
#include "gateway/limits.hpp"
#include "gateway/register/receipts.hpp"
#include "gateway/store/sqlite.hpp"

namespace gateway {
namespace {

std::size_t bytes_of(const std::vector<protocol::Entry>& entries) {
    std::size_t total = 0;
    for (const auto& entry : entries) total += entry.header_line.size() + entry.body.size();
    return total;
}
std::size_t bytes_of(const Job& job) {
    if (const auto* joining = std::get_if<Joining>(&job)) return joining->enrolment.enrolment.size();
    if (const auto* founding = std::get_if<Founding>(&job)) return bytes_of(founding->entries);
    return bytes_of(std::get<Submission>(job).entries);
}

// One job in its own savepoint: a refusal, or a fault that this job alone provokes, leaves nothing.
Decision decide_within(store::Transaction& transaction, View& view, const Job& job, const Identity& identity,
                       const LeafTime& now) {
    const View before = view;
    transaction.mark();
    Decision decision;
    try {
        decision = decide(transaction, view, job, identity, now);
    } catch (const store::StoreFailed&) {
        throw;
    } catch (const store::StoreFull&) {
        throw;
    } catch (const std::exception&) {
        decision = {.indexes = std::unexpected(Refusal{.why = errc::internal, .entry = {}}), .repeated = false, .wrote = false};
    }
    if (decision.wrote) {
        transaction.keep();
    } else {
        transaction.undo();
        view = before;
    }
    return decision;
}

Outcome outcome_of(const store::Snapshot& snapshot, const Decision& decision) {
    if (!decision.indexes) return std::unexpected(decision.indexes.error());
    Accepted accepted{.repeated = decision.repeated, .receipts = {}};
    for (const auto index : *decision.indexes) accepted.receipts.push_back(receipt_of(snapshot, index));
    return accepted;
}

// The entries of a job; none for a Joining.
std::vector<protocol::Entry> entries_of(Job& job) {
    if (auto* founding = std::get_if<Founding>(&job)) return std::move(founding->entries);
    if (auto* submission = std::get_if<Submission>(&job)) return std::move(submission->entries);
    return {};
}

}  // namespace

Committer::Committer(store::Store& store, Register& published, OnFatal on_fatal, OnPublished on_published)
    : store_(store),
      register_(published),
      on_fatal_(std::move(on_fatal)),
      on_published_(std::move(on_published)),
      thread_([this] { run(); }) {}

Committer::~Committer() { stop(); }

bool Committer::submit(Job job, Completion completion) {
    const auto bytes = bytes_of(job);
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= limits::queue_submissions_max || queue_bytes_ + bytes > limits::queue_bytes_max)
            return false;
        queue_.push_back({.job = std::move(job), .completion = std::move(completion), .bytes = bytes});
        queue_bytes_ += bytes;
    }
    wake_.notify_one();
    return true;
}

void Committer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Committer::run() {
    try {
        for (auto batch = take_batch(); !batch.empty(); batch = take_batch()) commit_batch(std::move(batch));
    } catch (const std::exception& failure) {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;  // nothing more is taken; who waits is not answered
        }
        on_fatal_(failure.what());
    }
}

// Everything that is waiting, up to the bounds of one transaction. Empty: the committer is stopping and the queue is drained.
std::vector<Committer::Waiting> Committer::take_batch() {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    std::vector<Waiting> batch;
    std::size_t bytes = 0;
    while (!queue_.empty() && batch.size() < limits::commit_submissions_max &&
           (batch.empty() || bytes + queue_.front().bytes <= limits::commit_bytes_max)) {
        bytes += queue_.front().bytes;
        queue_bytes_ -= queue_.front().bytes;
        batch.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return batch;
}

// The jobs are done with: their headers are handed on.
void Committer::tell_published(std::vector<Waiting>& batch, const std::vector<Decision>& decisions) {
    if (!on_published_) return;
    Published published{.view = register_.view(), .headers = {}};
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (!decisions[i].indexes || decisions[i].repeated) continue;
        for (auto& entry : entries_of(batch[i].job)) published.headers.push_back(std::move(entry.header));
    }
    on_published_(std::move(published));
}

// The order of effects. A crash before step 4 has returned leaves the register as it was, and nobody was told anything; after
// it the entries are there, and whoever was not told gets the same receipt by repeating the same bytes.
void Committer::commit_batch(std::vector<Waiting> batch) {
    std::vector<Outcome> outcomes;
    try {
        const auto published = register_.view();
        View view = *published;
        std::string note;
        const auto now = register_.leaf_time();
        // 1. Open the transaction, which excludes every other writer. On disk: nothing new.
        const auto transaction = store_.begin();
        if (transaction->size() != view.size())
            throw store::StoreFailed("another process has appended to this register: only one gateway may serve a database");
        // 2. Judge and write each job. On disk at most: pages in the write-ahead log without a commit frame, which recovery
        //    ignores.
        std::vector<Decision> decisions;
        bool wrote = false;
        for (const Waiting& waiting : batch) {
            decisions.push_back(decide_within(*transaction, view, waiting.job, register_.identity(), now));
            wrote |= decisions.back().wrote;
        }
        // 3. One checkpoint for the transaction. It is signed before it is durable, so it must not leave the process before
        //    step 5; a crash here forgets it, and no one has seen it.
        const bool grown = view.size() != published->size();
        if (grown) {
            note = register_.sign_checkpoint(view.head, view.state->network(), *now);
            transaction->put_checkpoint({.size = view.size(), .note = note});
        }
        for (const Decision& decision : decisions) outcomes.push_back(outcome_of(*transaction, decision));
        // 4. Commit: the write-ahead log is synced. A failure other than "full" is fatal and is not tried again: after a failed
        //    sync the kernel may call pages clean that never reached the disk.
        if (wrote) transaction->commit();
        // 5. Durable. Readers see it from here on, and every claim of it governs what they may see.
        if (grown) {
            register_.publish(std::move(view), std::move(note), *now);
            tell_published(batch, decisions);
        }
    } catch (const store::StoreFull&) {
        outcomes.assign(batch.size(), Outcome(std::unexpected(Refusal{.why = errc::store_full, .entry = {}})));
    }
    // 6. Tell those who wait. A crash before or here: they repeat the same bytes and get the same receipts.
    for (std::size_t i = 0; i < batch.size(); ++i) batch[i].completion(std::move(outcomes[i]));
    // 7. Nobody waits: room is made in the write-ahead log. A crash here leaves the log, which the next start takes in.
    store_.settle();
}

}  // namespace gateway
