#include "engine/model/verdict.h"

namespace remit {

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::Allow:
      return "allow";
    case Verdict::Notify:
      return "notify";
    case Verdict::Escalate:
      return "escalate";
  }
  return "escalate";
}

}  // namespace remit
