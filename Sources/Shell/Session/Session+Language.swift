package import Course
import Texts

extension Session {
  /// The language of lessons, labs and questions.
  package var contentLanguage: ContentLanguage {
    switch language {
    case .ko: .ko
    case .en: .en
    }
  }
}
