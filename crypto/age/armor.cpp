#include "crypto/age/armor.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"

namespace crypto::age {

ArmorWriter::ArmorWriter(std::function<void(ByteView)> sink) : sink_(std::move(sink)) {}

// Whole lines, or the last bytes of all: padding is nowhere else.
void ArmorWriter::emit(ByteView bytes) {
    text_.clear();
    if (!started_) text_.append(armor_begin).append("\n");
    started_ = true;
    const std::string encoded = base64_encode(bytes);
    for (std::size_t at = 0; at < encoded.size(); at += armor_columns) {
        text_.append(encoded, at, armor_columns).append("\n");
    }
    sink_(as_bytes(text_));
}

void ArmorWriter::write(ByteView file) {
    if (!pending_.empty()) {
        const ByteView part = file.first(std::min(file.size(), armor_line_bytes - pending_.size()));
        append(pending_, part);
        file = file.subspan(part.size());
        if (pending_.size() < armor_line_bytes) return;
        emit(pending_);
        pending_.clear();
    }
    const std::size_t whole = file.size() / armor_line_bytes * armor_line_bytes;
    if (whole > 0) emit(file.first(whole));
    append(pending_, file.subspan(whole));
}

void ArmorWriter::finish() {
    emit(pending_);
    pending_.clear();
    sink_(as_bytes(std::string(armor_end) + "\n"));
}

}  // namespace crypto::age
